echo 1 >/sys/module/module/parameters/sig_enforce
