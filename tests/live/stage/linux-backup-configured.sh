# fails as installed: the service the policy names is not there
