echo logrotate hold | dpkg --set-selections
