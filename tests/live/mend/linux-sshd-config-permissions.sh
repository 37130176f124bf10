# passes as installed
