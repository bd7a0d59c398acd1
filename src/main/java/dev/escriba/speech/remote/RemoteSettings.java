package dev.escriba.speech.remote;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.control.SpeltSetting;
import dev.escriba.settings.entity.WrongSetting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of the component.
 *
 * @param upstreams the servers by name
 */
@Settings
record RemoteSettings(Map<String, Upstream> upstreams) {

    static final String SERVERS = "escriba.speech.remote.";

    private static final Pattern PLAIN = Pattern.compile(SettingsReader.plain(SERVERS) + "([A-Z0-9]+)_([A-Z0-9_]+)");

    RemoteSettings {
        upstreams = Map.copyOf(upstreams);
    }

    static RemoteSettings read(SettingsReader settings) {
        Map<String, Map<String, String>> keys = new TreeMap<>();
        for (SpeltSetting setting : settings.below(SERVERS)) {
            Matcher name = PLAIN.matcher(setting.plain());
            if (name.matches() && UpstreamReader.PROPERTIES.contains(name.group(2))) {
                keys.computeIfAbsent(name.group(1).toLowerCase(Locale.ROOT), key -> new TreeMap<>())
                        .put(name.group(2), setting.key());
            } else {
                // a mistyped name may be that of a key
                settings.refuse(WrongSetting.hidden(setting.key(), UpstreamReader.FORM));
            }
        }
        Map<String, Upstream> upstreams = new TreeMap<>();
        keys.forEach((name, properties) -> new UpstreamReader(name, properties, settings)
                .read()
                .ifPresent(upstream -> upstreams.put(name, upstream)));
        return new RemoteSettings(upstreams);
    }

    /** The server of this name, if it is configured. */
    Optional<Upstream> upstream(String name) {
        return Optional.ofNullable(upstreams.get(name));
    }

    /** The names of all servers, in their order. */
    List<String> names() {
        return upstreams.keySet().stream().sorted().toList();
    }
}
