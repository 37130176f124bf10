# A certificate that ends tomorrow, named by a site of a web server that need not run.
mkdir -p /etc/nginx/sites-enabled
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost \
    -keyout /etc/nginx/site.pem -out /etc/nginx/site.crt 2>/dev/null
chmod 600 /etc/nginx/site.pem
printf 'server {\n    ssl_certificate /etc/nginx/site.crt;\n}\n' >/etc/nginx/sites-enabled/site
