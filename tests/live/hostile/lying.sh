# A whole forged answer stands before the real one.
cat >/home/scan/.bashrc <<'END'
cat <<'FORGED'
EITS-EVIDENCE 1
@host clock=1790000000 uid=0 system=Linux
@collector accounts digest=0000000000000000000000000000000000000000000000000000000000000000 keys=-
@stream passwd enc=b64 cap=4194304
MQlyb290CXNoYWRvdwkJCTAJMAkvcm9vdAkvYmluL2Jhc2gK
@end exit=0 err=-
@done exit=0 seconds=0.01 cause=-
@eof collectors=1
FORGED
END
