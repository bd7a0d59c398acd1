package dev.escriba.settings.control;

import dev.escriba.settings.entity.WrongSetting;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads values of the configuration as types. A wrong value does not stop the reading: the reader remembers it and
 * returns the default, so that one message can name all wrong values. An empty value stands for the default.
 */
public final class SettingsReader {

    private static final Set<String> TRUE = Set.of("true", "1", "yes", "y", "on");
    private static final Set<String> FALSE = Set.of("false", "0", "no", "n", "off");

    private static final String WHOLE_NUMBER = "Set it to a whole number, in digits alone.";
    private static final String SMALL_NUMBER =
            "Set it to a whole number up to " + Integer.MAX_VALUE + ", in digits alone.";
    private static final String DECIMAL = "Set it to a decimal number such as 0.006.";
    private static final String ISO_DURATION = "Set it to an ISO 8601 duration such as PT30S, PT10M or P30D.";
    private static final String TRUE_OR_FALSE = "Set it to true or false.";

    private final Config config;
    private final Spellings spellings;
    private final Map<String, Optional<String>> defaults = new TreeMap<>();
    private final Map<String, WrongSetting> wrong = new TreeMap<>();
    private final Set<String> prefixes = new TreeSet<>();

    public SettingsReader(Config config) {
        this.config = config;
        this.spellings = new Spellings(config);
    }

    /** A reader of the configuration of the running application. */
    public static SettingsReader ofTheApplication() {
        return new SettingsReader(ConfigProvider.getConfig());
    }

    /**
     * Reads one record.
     *
     * @throws WrongSetting for the first wrong value, by the order of the keys
     */
    public static <T> T read(Config config, Function<SettingsReader, T> settings) {
        SettingsReader reader = new SettingsReader(config);
        T read = settings.apply(reader);
        reader.wrong().stream().findFirst().ifPresent(first -> {
            throw first;
        });
        return read;
    }

    /** One for each key with a wrong value, in the order of the keys. */
    public List<WrongSetting> wrong() {
        return List.copyOf(wrong.values());
    }

    /** The keys that were read, each with its default where it has a fixed one. */
    public Map<String, Optional<String>> defaults() {
        return Map.copyOf(defaults);
    }

    /** A setting that was read, to be shown. */
    ShownSettings.Shown shown(String key) {
        Optional<String> value = stripped(key);
        Optional<String> usual = defaults.get(key);
        return new ShownSettings.Shown(key, value.or(() -> usual), usual, value.isPresent());
    }

    /** Remembers a wrong value. The first one of a key counts. */
    public void refuse(WrongSetting setting) {
        wrong.putIfAbsent(setting.key(), setting);
    }

    /** As {@link #refuse(WrongSetting)}. */
    public void refuse(String key, Object value, String remedy) {
        refuse(new WrongSetting(key, value, remedy));
    }

    /** The value as it is written, without a change. For secrets and for texts in which blanks count. */
    public Optional<String> verbatim(String key) {
        known(key, Optional.empty());
        return raw(key);
    }

    /** The value without blanks around it. */
    public Optional<String> text(String key) {
        known(key, Optional.empty());
        return stripped(key);
    }

    public String text(String key, String usual) {
        known(key, Optional.of(usual));
        return stripped(key).orElse(usual);
    }

    /** The values between commas, without blanks around them. A comma after a backslash belongs to its value. */
    public List<String> list(String key) {
        known(key, Optional.empty());
        return elements(key);
    }

    public List<String> list(String key, String usual) {
        known(key, Optional.of(usual));
        return stripped(key).isEmpty() ? List.of(usual.split(",")) : elements(key);
    }

    public boolean flag(String key, String usual) {
        return value(key, usual, SettingsReader::flag, TRUE_OR_FALSE);
    }

    public Optional<Integer> integer(String key, int least, int most) {
        return value(key, Integer::valueOf, SMALL_NUMBER).filter(value -> isWithin(key, value, least, most));
    }

    public int integer(String key, String usual, int least, int most) {
        int value = value(key, usual, Integer::valueOf, SMALL_NUMBER);
        return isWithin(key, value, least, most) ? value : Integer.parseInt(usual);
    }

    public long number(String key, String usual, long least, long most) {
        long value = value(key, usual, Long::valueOf, WHOLE_NUMBER);
        return isWithin(key, value, least, most) ? value : Long.parseLong(usual);
    }

    public Optional<BigDecimal> decimal(String key) {
        return value(key, BigDecimal::new, DECIMAL);
    }

    public Duration duration(String key, String usual, Duration least, Duration most) {
        Duration value = value(key, usual, Duration::parse, ISO_DURATION);
        return isWithin(key, value, least, most) ? value : Duration.parse(usual);
    }

    /** A duration that is longer than none. */
    public Duration positive(String key, String usual) {
        Duration value = value(key, usual, Duration::parse, ISO_DURATION);
        if (value.isZero() || value.isNegative()) {
            refuse(key, value, "Set it to a duration that is longer than PT0S.");
            return Duration.parse(usual);
        }
        return value;
    }

    /** A duration that may be none. */
    public Duration notNegative(String key, String usual) {
        Duration value = value(key, usual, Duration::parse, ISO_DURATION);
        if (value.isNegative()) {
            refuse(key, value, "Set it to PT0S or a longer duration.");
            return Duration.parse(usual);
        }
        return value;
    }

    /**
     * A value of any type.
     *
     * @param parse throws a {@link RuntimeException} for a text that is no value of the type
     * @param remedy the sentence that says what to set instead
     */
    public <T> Optional<T> value(String key, Function<String, T> parse, String remedy) {
        known(key, Optional.empty());
        return parsed(key, parse, remedy);
    }

    /** As {@link #value(String, Function, String)}, with a default. */
    public <T> T value(String key, String usual, Function<String, T> parse, String remedy) {
        known(key, Optional.of(usual));
        return parsed(key, parse, remedy).orElseGet(() -> parse.apply(usual));
    }

    /**
     * The settings whose names begin with this prefix. Letter case and separators do not distinguish names. A setting
     * that the sources spell in several ways with several values is remembered as wrong.
     */
    public List<SpeltSetting> below(String prefix) {
        prefixes.add(prefix);
        return spellings.below(prefix, this::refuse);
    }

    /** Remembers names that differ from a key of this reader only in letter case or separators, and have no effect. */
    public void refuseOtherSpellings() {
        spellings.others(defaults.keySet()).forEach(this::refuse);
    }

    /**
     * One sentence for each name that begins like a key and that this reader has not read.
     *
     * @param variables the names of environment variables, of which none is told
     */
    List<String> unknownNames(Set<String> variables) {
        return new UnknownNames(defaults.keySet(), prefixes)
                .warnings(spellings.all(), variables)
                .toList();
    }

    /** A name as an environment variable is spelt. */
    public static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private void known(String key, Optional<String> usual) {
        Optional<String> before = defaults.put(key, usual);
        if (before != null && !before.equals(usual)) {
            throw new IllegalStateException(key + " has two defaults: " + before + " and " + usual);
        }
    }

    private Optional<String> raw(String key) {
        return config.getOptionalValue(key, String.class).filter(value -> !value.isEmpty());
    }

    private Optional<String> stripped(String key) {
        return raw(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    private List<String> elements(String key) {
        return config.getOptionalValues(key, String.class).orElse(List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private <T> Optional<T> parsed(String key, Function<String, T> parse, String remedy) {
        Optional<String> text = stripped(key);
        try {
            return text.map(parse);
        } catch (RuntimeException e) {
            refuse(new WrongSetting(key, text.orElseThrow(), remedy, e));
            return Optional.empty();
        }
    }

    private <T extends Comparable<T>> boolean isWithin(String key, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            refuse(WrongSetting.outOfRange(key, value, least, most));
            return false;
        }
        return true;
    }

    private static boolean flag(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw new IllegalArgumentException(text);
        }
        return TRUE.contains(word);
    }
}
