# Runs the test file that is the first argument. SQLite's suite has a switch for builds that encrypt
# and reserve bytes for it, which the fixture's compiled-in answer leaves off: with it, the tests that
# its authors know not to hold there are left out, or expect other numbers. And no file gives up after
# a thousand failures: an option that says so would leave a variable behind that a test trips over.
set argv0 [lindex $argv 0]
set argv [lrange $argv 1 end]
if {$env(SANDERLING_SUITE_VFS) ne "plain"} {
    rename sqlite3 sqlite3_of_the_fixture
    proc sqlite3 {args} {
        if {[lindex $args 0] eq "-has-codec"} { return 1 }
        # Before tester.tcl has made its options, making one would keep it from making the others.
        if {[info exists ::cmdlinearg(maxerror)]} { set ::cmdlinearg(maxerror) 1000000 }
        uplevel 1 sqlite3_of_the_fixture $args
    }
}
# One block of this file changes the header's reserve in the stored bytes and so ends the whole file;
# it is the only one that asks for this capability.
if {[file tail $argv0] eq "pagerfault.test"} { set sqlite_options(crashtest) 0 }
source $argv0
