package dev.escriba.media.entity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The channels of a track as ffmpeg names them.
 *
 * @param name the name of a layout such as {@code stereo} or {@code 5.1(side)}; empty when it is not a known one
 * @param channels the number of channels; 0 when it is unknown
 */
public record ChannelLayout(String name, int channels) {

    public static final ChannelLayout MONO = new ChannelLayout("mono", 1);

    /** A layout that ffmpeg did not name. */
    public static final ChannelLayout UNKNOWN = new ChannelLayout("", 0);

    private static final Pattern NAME = Pattern.compile("[0-9a-z][0-9a-z.-]{0,20}(\\([0-9a-z-]{1,12}\\))?");
    private static final Pattern POINTS = Pattern.compile("(\\d)\\.(\\d)(?:\\.(\\d))?.*");
    private static final Pattern COUNT = Pattern.compile("(\\d{1,4}) channels.*");
    private static final Pattern AMBISONIC = Pattern.compile("ambisonic (\\d)(\\+stereo)?");

    /** Reads the text that ffmpeg reports for a layout. */
    public static ChannelLayout of(String text) {
        return new ChannelLayout(NAME.matcher(text).matches() ? text : "", count(text));
    }

    private static int count(String text) {
        Matcher count = COUNT.matcher(text);
        if (count.matches()) {
            return Integer.parseInt(count.group(1));
        }
        Matcher points = POINTS.matcher(text);
        if (points.matches()) {
            int heights = points.group(3) == null ? 0 : Integer.parseInt(points.group(3));
            return Integer.parseInt(points.group(1)) + Integer.parseInt(points.group(2)) + heights;
        }
        Matcher ambisonic = AMBISONIC.matcher(text);
        if (ambisonic.matches()) {
            int orders = Integer.parseInt(ambisonic.group(1)) + 1;
            return orders * orders + (ambisonic.group(2) == null ? 0 : 2);
        }
        return switch (text.replaceFirst("\\(.*", "").strip()) {
            case "mono" -> 1;
            case "stereo", "downmix", "binaural" -> 2;
            case "quad" -> 4;
            case "hexagonal" -> 6;
            case "octagonal", "cube" -> 8;
            case "hexadecagonal" -> 16;
            default -> 0;
        };
    }
}
