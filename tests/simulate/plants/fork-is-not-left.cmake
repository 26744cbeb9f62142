# Who hears of a second file under its number goes on in the same epoch.
set(file sync/spool/intake.cpp)
set(right [==[
            return forks ? begin_epoch_now("fork") : begin_epoch("fork");]==])
set(wrong [==[
            return true;]==])
