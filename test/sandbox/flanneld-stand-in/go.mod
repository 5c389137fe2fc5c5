module flanneld-stand-in

go 1.19
