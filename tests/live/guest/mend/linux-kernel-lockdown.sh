echo integrity >/sys/kernel/security/lockdown
