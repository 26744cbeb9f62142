# Seq 1 leaves out/ with its receipt, so a province that forgot the laptop never hears of it.
set(file sync/spool/reconcile.cpp)
set(right [==[
(batch.seq == 1 && spoken.contains(batch.epoch))]==])
set(wrong [==[
(batch.seq == 1 && spoken.contains(batch.epoch) && batch.receipt.empty())]==])
