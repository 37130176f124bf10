"""Can a scan reach its hosts, and are they the hosts it means? The only package that speaks SSH and WinRM itself."""
