# Who knows a person is not told that another laptop went on with them.
set(file sync/server/news.cpp)
set(right [==[
            moved.insert(id);]==])
set(wrong [==[
            moved.erase(id);]==])
