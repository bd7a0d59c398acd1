package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFormat;
import dev.escriba.settings.control.SettingsReader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the formats that an endpoint accepts, by their names. */
public final class AcceptedFormats {

    private AcceptedFormats() {}

    /** The names that a key lists, or the usual ones. A list that is empty or has an unknown name stops the start. */
    public static List<String> read(SettingsReader settings, String key, String usual) {
        Set<String> known = Arrays.stream(MediaFormat.values())
                .flatMap(format -> format.names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> formats = settings.list(key, usual);
        if (formats.isEmpty() || !known.containsAll(formats)) {
            settings.refuse(key, String.join(",", formats), "Set it to some of " + String.join(", ", known) + ".");
        }
        return formats;
    }
}
