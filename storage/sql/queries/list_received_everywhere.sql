SELECT epoch, seq, file FROM batch WHERE receipt = 'received';
