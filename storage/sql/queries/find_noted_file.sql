SELECT mark FROM noted_file WHERE epoch = :epoch AND seq = :seq;
