import ControlSurfaces
import Foundation
import Mapping
import Testing

/// Other programs' controller files.
@Suite struct `Importing` {
    static func read(_ text: String, _ file: String = "desk.map") throws -> (ImportedMapping, DeviceMapping) {
        let imported = try ForeignMapping.read(Data(text.utf8), file: file)
        let (mapping, diagnostics) = MappingReader.read(text: imported.text, file: "imported.yaml")
        for diagnostic in diagnostics where diagnostic.severity == .error {
            Issue.record("\(diagnostic)\n\(imported.text)")
        }
        return (imported, try #require(mapping))
    }

    private static let ardour = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ArdourMIDIBindings version="1.1.0" name="A &amp; B">
          <DeviceInfo bank-size="4" motorised="yes"/>
          <!-- <Binding channel="1" ctl="99" uri="/route/gain B9"/> -->
          <Binding channel="1" ctl="1" uri="/route/gain B1"/>
          <Binding channel="1" pb="1" uri="/bus/gain 2"/>
          <Binding channel="1" enc-2="5" uri="/route/pandirection S1"/>
          <Binding channel="2" note="7" momentary="yes" uri="/route/mute B1"/>
          <Binding channel="2" note="8" uri="/route/recenable B1"/>
          <Binding channel="1" ctl="20" uri="/route/send/gain master 3"/>
          <Binding channel="1" ctl="21" uri="/route/eq/gain/0 B2"/>
          <Binding channel="1" nrpn="300" uri="/route/gain 5"/>
          <Binding msg="90 40 7F" function="transport-roll"/>
          <Binding sysex="F0 7F 7F 06 01 F7" function="Transport-Stop"/>
          <Binding channel="1" ctl="30" function="set-bank" argument="2"/>
          <Binding channel="1" ctl="31" action="Transport/Forward"/>
          <Binding channel="17" ctl="1" uri="/route/gain B1"/>
          <Binding channel="1" ctl="1" function="next-bank"/>
          <Binding channel="1" ctl="40" uri=""/>
          <Binding channel="1" ctl="41" action="Common/show-mixer"/>
          <Binding channel="1" ctl="42" uri="/route/plugin/parameter B1 1 2"/>
        </ArdourMIDIBindings>
        """

    @Test func `Ardour's bindings do what they did`() throws {
        let (imported, mapping) = try Self.read(Self.ardour)
        func does(_ control: String) -> [String] {
            mapping.assignments(for: control, layer: "main").flatMap(\.actions).map(\.description)
        }
        #expect(mapping.name == "A & B" && mapping.defaults.takeover == .motor)
        #expect(does("fader/1") == ["/slot/1/fader"] && does("fader/2") == ["/bus/2/fader"])
        #expect(does("pan/selected") == ["/selected/pan"] && does("mute/1") == ["toggle /slot/1/mute"])
        #expect(does("record/1") == ["/slot/1/mode = touch"] && does("eq/1/gain/2") == ["/slot/2/eq/1/gain"])
        #expect(does("fader/5") == ["/strip/5/fader"])
        #expect(does("play") == ["/transport/play"] && does("stop") == ["/transport/stop"])
        #expect(does("bank/3") == ["/bank = 9"] && does("forward") == ["/transport/position += 1 s"])
        #expect(imported.total == 17 && imported.carried == 11)
    }

    @Test func `what cannot be carried over is told with its line`() throws {
        let (imported, _) = try Self.read(Self.ardour)
        #expect(
            imported.leftOut.map { "\($0.line) \($0.reason)" } == [
                "10 `/route/send/gain master 3`: no parameter `/master/send/3/level`",
                "17 its channel is `17`, expected 1 to 16",
                "18 `cc 1 ch 1` is a control of another kind already",
                "19 a binding to an empty address",
                "20 `Common/show-mixer`: nothing here does this",
                "21 `/route/plugin/parameter B1 1 2`: nothing here is like `plugin/parameter`",
            ])
    }

    private static let mixxx = """
        <?xml version="1.0" encoding="utf-8"?>
        <MixxxControllerPreset mixxxVersion="2.3" schemaVersion="1">
          <info><name>Two Decks</name></info>
          <controller id="x">
            <controls>
              <control><group>[Channel1]</group><key>volume</key><status>0xB0</status><midino>0x07</midino><options><normal/></options></control>
              <control><group>[Channel2]</group><key>volume</key><status>0xB1</status><midino>7</midino><options><invert/></options></control>
              <control><group>[Channel1]</group><key>rate</key><status>0xB0</status><midino>0x01</midino><options><fourteen-bit-msb/></options></control>
              <control><group>[Channel1]</group><key>rate</key><status>0xB0</status><midino>0x21</midino><options><fourteen-bit-lsb/></options></control>
              <control><group>[Channel1]</group><key>play</key><status>0x90</status><midino>0x10</midino></control>
              <control><group>[Channel1]</group><key>play</key><status>0x80</status><midino>0x10</midino></control>
              <control><group>[EqualizerRack1_[Channel1]_Effect1]</group><key>parameter3</key><status>0xB0</status><midino>0x08</midino></control>
              <control><group>[Master]</group><key>Desk.wheel</key><status>0xB0</status><midino>0x09</midino><options><script-binding/></options></control>
              <control><group>[Library]</group><key>MoveVertical</key><status>0xB0</status><midino>0x0A</midino><options><selectknob/></options></control>
              <control><group>[Channel1]</group><key>hotcue_2_activate</key><status>0x90</status><midino>0x11</midino></control>
              <control><group>[Channel1]</group><key>x</key><status>0xF0</status></control>
            </controls>
            <outputs>
              <output><group>[Channel1]</group><key>play</key><status>0x90</status><midino>0x10</midino><on>0x7F</on><off>0x01</off></output>
              <output><group>[Channel1]</group><key>VuMeter</key><status>0xB0</status><midino>0x60</midino></output>
            </outputs>
          </controller>
        </MixxxControllerPreset>
        """

    @Test func `Mixxx's controls have names, and do what is like it here`() throws {
        let (imported, mapping) = try Self.read(Self.mixxx, "two.midi.xml")
        func does(_ control: String) -> [String] {
            mapping.assignments(for: control, layer: "main").flatMap(\.actions).map(\.description)
        }
        #expect(mapping.name == "Two Decks")
        #expect(does("channel1/volume") == ["/strip/1/fader"])
        #expect(mapping.control(named: "channel2/volume")?.lowest == 127)
        #expect(
            mapping.control(named: "channel1/rate")?.input
                == .controlChangePair(high: 1, low: 33, channel: 1, order: .any))
        #expect(does("channel1/play") == ["/transport/toggle"])
        #expect(mapping.control(named: "channel1/play")?.outputs.count == 1)
        #expect(does("equalizerrack1_channel1_effect1/parameter3") == ["/strip/1/eq/4/gain"])
        #expect(mapping.control(named: "desk-wheel")?.form == .absolute)
        #expect(does("library/movevertical") == ["/selected += 1"])
        #expect(does("channel1/hotcue_2_activate") == ["/marker/2"])
        #expect(imported.total == 11 && imported.named == 10 && imported.carried == 7)
        #expect(imported.leftOut.contains { $0.reason == "`[Channel1] x`: its status is no message of a channel" })
    }

    private static let template = """
        Widget Fader1
        	Fader14Bit e0 7f 7f
        	FB_Fader14Bit e0 7f 7f
        	Touch 90 68 7f 90 68 00
        WidgetEnd
        Widget Mute1
        	Press 90 10 7f
        	FB_TwoState 90 10 7f 90 10 00
        WidgetEnd
        Widget Rotary1
        	Encoder b0 10 7f [ < 41 > 01 ]
        	FB_Encoder b0 30 7f
        WidgetEnd
        Widget GlobalView
        	Press 90 33 7f
        WidgetEnd
        """

    @Test func `a surface template of CSI has the usual things on its widgets`() throws {
        let (imported, mapping) = try Self.read(Self.template, "Desk.mst")
        func does(_ control: String) -> [String] {
            mapping.assignments(for: control, layer: "main").flatMap(\.actions).map(\.description)
        }
        #expect(mapping.name == "Desk" && mapping.control(named: "fader1")?.isMotorised == true)
        #expect(does("fader1") == ["/slot/1/fader"] && does("mute1") == ["toggle /slot/1/mute"])
        #expect(does("rotary1") == ["/slot/1/pan"] && mapping.control(named: "globalview") != nil)
        #expect(imported.carried == 3 && imported.total == 4)
    }

    @Test(arguments: ["", "hello", "<x/>", "mapping: 1"])
    func `a file of another kind is refused`(text: String) {
        #expect(throws: ImportError.unknownFormat) { try ForeignMapping.read(Data(text.utf8), file: "x") }
    }

    @Test func `a file without controls is refused`() {
        #expect(throws: ImportError.nothing) {
            try ForeignMapping.read(
                Data("<MixxxControllerPreset><controller/></MixxxControllerPreset>".utf8), file: "x")
        }
    }

    @Test func `texts that a file gives a name stand in their places`() throws {
        let text = """
            <!DOCTYPE x [ <!ENTITY CC "0xB4"> ]>
            <MixxxControllerPreset><controller><controls>
            <control><group>[Channel1]</group><key>volume</key><status>&CC;</status><midino>9</midino></control>
            </controls></controller></MixxxControllerPreset>
            """
        let (_, mapping) = try Self.read(text)
        #expect(mapping.controls.first?.input == .controlChange(9, channel: 5))
    }

    @Test(arguments: ["<ArdourMIDIBindings version=\"1\">", "<ArdourMIDIBindings><Binding</ArdourMIDIBindings>"])
    func `a broken file is refused with its line`(text: String) {
        #expect { try ForeignMapping.read(Data(text.utf8), file: "x") } throws: {
            if case ImportError.notXML(let line, _) = $0 { line >= 1 } else { false }
        }
    }

    private static let surface = """
        Widget Fader1
          Fader14Bit e0 7f 7f
        WidgetEnd
        Widget Fader2
          Fader14Bit e1 7f 7f
        WidgetEnd
        Widget Mute1
          Press 90 10 7f
          FB_TwoState 90 10 7f 90 10 00
        WidgetEnd
        Widget BankLeft
          Press 90 2e 7f
        WidgetEnd
        Widget Odd
          Press 90 2f 7f
        WidgetEnd
        Widget Touch
          Press 90 4d 7f
        WidgetEnd
        """
    private static let zones = """
        Zone "Home"
          IncludedZones
            "Buttons"
          IncludedZonesEnd
          Fader|              TrackVolume
          Mute|               TrackMute { 255 0 0 }
          Hold+Mute|          TrackSolo
          Shift+Mute|         TrackInvertPolarity
          / a comment
        ZoneEnd
        Zone "Buttons"
          BankLeft            TrackBank -8
          Touch               TrackAutoMode 2
          Odd                 GoSubZone "EQ"
          Nowhere             Play
        ZoneEnd
        """

    @Test func `the zones of CSI say what its widgets do`() throws {
        let imported = try ForeignMapping.read(
            Data(Self.surface.utf8), file: "x.mst", zones: [(text: Self.zones, file: "home.zon")])
        let (mapping, faults) = MappingReader.read(text: imported.text, file: "x.yaml")
        #expect(faults.filter { $0.severity == .error }.map(\.description) == [])
        let read = try #require(mapping)
        func does(_ control: String) -> [String] {
            read.assignments(for: control, layer: "main").flatMap(\.actions).map { "\($0)" }
        }
        #expect(does("fader1") == ["/slot/1/fader"] && does("fader2") == ["/slot/2/fader"])
        #expect(does("mute1") == ["toggle /slot/1/mute", "toggle /slot/1/solo"])
        #expect(
            does("bankleft") == ["/bank -= 8"] && does("touch") == ["/selected/mode = touch"] && does("odd") == [])
        #expect((imported.carried, imported.total, imported.named) == (5, 8, 6))
        #expect(
            imported.leftOut.map { "\($0.line): \($0.reason)" } == [
                "8: home.zon: `Shift+Mute| TrackInvertPolarity`: modifiers other than Hold and DoublePress have to be written by hand",
                "14: home.zon: `Odd GoSubZone EQ`: nothing here is like it, or the widget does something in a zone before",
                "15: home.zon: `Nowhere Play`: the surface template has no such widget",
            ])
    }
}
