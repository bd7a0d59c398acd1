package dev.escriba;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings records of all components. */
public final class SettingsRecords {

    private SettingsRecords() {}

    public static List<Class<?>> all() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.escriba").stream()
                        .filter(type -> type.isAnnotatedWith(Settings.class))
                        .sorted(Comparator.comparing(JavaClass::getName))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
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
    static Object read(Class<?> settings, SettingsReader reader) {
        try {
            Method read = settings.getDeclaredMethod("read", SettingsReader.class);
            read.setAccessible(true);
            return read.invoke(null, reader);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(settings.getName(), e);
        }
    }
}
