# States are received and not read.
set(file storage/register/replies.cpp)
set(right [==[
    for (const StatesRecord& states : scene.reply.states) {
        if (auto applied = apply_states(scene, states); !applied) {]==])
set(wrong [==[
    for (const StatesRecord& states : scene.reply.states) {
        if (auto applied = scene.noted < 0 ? apply_states(scene, states) : done(); !applied) {]==])
