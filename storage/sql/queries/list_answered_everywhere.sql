-- What a province that speaks of files must name, or it does not hold them any more.
SELECT epoch, seq FROM batch WHERE receipt IN ('received', 'quarantined');
