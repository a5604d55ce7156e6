-- ardour_session.lua: makes an Ardour session without sound in it. Run by ardour7-lua; the file that the environment
-- variable MIX names returns folder, name, rate, plug-ins of a track and of the master, and tracks (name, gain, pan).
local mix = dofile(os.getenv("MIX"))

AudioEngine:set_backend("None (Dummy)", "", "")
AudioEngine:set_device_name("Normal Speed")
local session = create_session(mix.folder, mix.name, mix.rate)
assert(session, "no session could be made in " .. mix.folder)

local kinds = { LV2 = ARDOUR.PluginType.LV2, LADSPA = ARDOUR.PluginType.LADSPA }

local function insert(route, plugins)
	for place, plugin in ipairs(plugins) do
		local processor = ARDOUR.LuaAPI.new_plugin(session, plugin.uri, kinds[plugin.kind], "")
		assert(not processor:isnil(), "no plug-in " .. plugin.uri)
		assert(route:add_processor_by_index(processor, place - 1, nil, true) == 0, "not inserted: " .. plugin.uri)
		for index, value in pairs(plugin.values) do
			assert(ARDOUR.LuaAPI.set_processor_param(processor, index, value), plugin.uri .. " has no control " .. index)
		end
	end
end

for _, row in ipairs(mix.tracks) do
	local made = session:new_audio_track(
		2, 2, nil, 1, row.name, ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true, true)
	for track in made:iter() do
		insert(track, mix.strip)
		track:gain_control():set_value(row.gain, PBD.GroupControlDisposition.NoGroup)
	end
end
insert(session:master_out(), mix.master)
session:save_state("")
close_session()
quit()
