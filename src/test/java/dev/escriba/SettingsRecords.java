package dev.escriba;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The settings records of all components. */
public final class SettingsRecords {

    private static final List<Class<?>> ALL = find();

    private SettingsRecords() {}

    /** In the order of their names. */
    public static List<Class<?>> all() {
        return ALL;
    }

    private static List<Class<?>> find() {
        try {
            Path classes = Path.of(Settings.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(classes)) {
                return files.map(file -> classes.relativize(file).toString())
                        .filter(name -> name.endsWith("Settings.class"))
                        .map(name -> name.replace(".class", "").replace(File.separatorChar, '.'))
                        .sorted()
                        .<Class<?>>map(SettingsRecords::type)
                        .filter(type -> type.isAnnotationPresent(Settings.class))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The keys of a record with their defaults; {@code "none"} where a key has no fixed default. */
    public static Map<String, String> defaults(Class<?> settings) {
        return Configured.defaults(reader -> read(settings, reader));
    }

    /** Those of all records. A key that two components read has the same default in both. */
    public static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        for (Class<?> settings : all()) {
            defaults(settings).forEach((key, usual) -> {
                String before = defaults.put(key, usual);
                if (before != null && !before.equals(usual)) {
                    throw new IllegalStateException(key + " has two defaults: " + before + " and " + usual);
                }
            });
        }
        return defaults;
    }

    /** Wrong values stay with the reader. */
    public static Object read(Class<?> settings, SettingsReader reader) {
        try {
            Method read = settings.getDeclaredMethod("read", SettingsReader.class);
            read.setAccessible(true);
            return read.invoke(null, reader);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(settings.getName(), e);
        }
    }
}
