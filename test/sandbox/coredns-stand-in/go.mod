module coredns-stand-in

go 1.19
