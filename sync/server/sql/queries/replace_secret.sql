UPDATE secret SET value = :value WHERE kind = :kind
