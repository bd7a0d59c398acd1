package dev.escriba.subtitles.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cue as a strict reader of the two formats finds it. The reader shares no code with the writer. */
record ReadCue(long start, long end, List<String> lines) {

    private static final Pattern TIMES = Pattern.compile(
            "(\\d{2,}):([0-5]\\d):([0-5]\\d)[,.](\\d{3}) --> (\\d{2,}):([0-5]\\d):([0-5]\\d)[,.](\\d{3})");

    static List<ReadCue> subRip(String file) {
        List<ReadCue> cues = new ArrayList<>();
        for (String block : blocks(file)) {
            List<String> lines = Arrays.asList(block.split("\n", -1));
            assertThat(lines.get(0)).isEqualTo(Integer.toString(cues.size() + 1));
            assertThat(lines.get(1)).doesNotContain(".");
            cues.add(of(lines.subList(1, lines.size())));
        }
        return cues;
    }

    static List<ReadCue> webVtt(String file) {
        assertThat(file).startsWith("WEBVTT\n\n");
        List<ReadCue> cues = new ArrayList<>();
        for (String block : blocks(file.substring("WEBVTT\n\n".length()))) {
            List<String> lines = Arrays.asList(block.split("\n", -1));
            assertThat(lines.get(0)).doesNotContain(",");
            List<String> texts = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String plain = line.replaceFirst("^<v [^>\n]+>", "");
                assertThat(plain).doesNotContain("<", ">");
                assertThat(plain.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
                texts.add(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
            }
            texts.add(0, lines.get(0));
            cues.add(of(texts));
        }
        return cues;
    }

    private static List<String> blocks(String body) {
        if (body.isEmpty()) {
            return List.of();
        }
        assertThat(body).endsWith("\n\n");
        return Arrays.asList(body.substring(0, body.length() - 2).split("\n\n", -1));
    }

    private static ReadCue of(List<String> lines) {
        Matcher times = TIMES.matcher(lines.get(0));
        assertThat(times.matches()).as(lines.get(0)).isTrue();
        return new ReadCue(millis(times, 1), millis(times, 5), List.copyOf(lines.subList(1, lines.size())));
    }

    private static long millis(Matcher times, int group) {
        return ((Long.parseLong(times.group(group)) * 60 + Long.parseLong(times.group(group + 1))) * 60
                                + Long.parseLong(times.group(group + 2)))
                        * 1000
                + Long.parseLong(times.group(group + 3));
    }

    String text() {
        return String.join(" ", lines);
    }
}
