# A file that was copied to a stick leaves out/.
set(file sync/spool/reconcile.cpp)
set(right [==[
batch.epoch == state.epoch && batch.receipt.empty();]==])
set(wrong [==[
batch.epoch == state.epoch && !batch.handed_over_at;]==])
