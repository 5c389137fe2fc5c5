mkdir -p /opt/truth-recreate/work/deep
echo old >/opt/truth-recreate/work/deep/file
