package dev.escriba.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Property;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the files of a release: the bills of materials list what the archives hold. */
class ReleaseIT {

    private static final Path TARGET = Path.of("target");
    private static final Path WAR = TARGET.resolve("escriba.war");
    private static final Path UBER_JAR = TARGET.resolve("escriba-micro.jar");

    @ParameterizedTest
    @ValueSource(strings = {"escriba-sbom.json", "escriba-micro-sbom.json"})
    void billIsValidAndNamesALicenceOfEveryWorkOfOthers(String name) throws IOException, ParseException {
        Path bill = TARGET.resolve(name);
        assertThat(new JsonParser().validate(bill.toFile(), Version.VERSION_16)).isEmpty();
        assertThat(bill(name).getComponents())
                .filteredOn(component -> !"dev.escriba".equals(component.getGroup()))
                .isNotEmpty()
                .allSatisfy(component -> assertThat(SoftwareBill.licences(component))
                        .as(component.getName())
                        .isNotEmpty());
    }

    @Test
    void everyLibraryNativeAndModelOfTheWarIsListedWithItsDigest() throws IOException, ParseException {
        Map<String, String> listed = new HashMap<>();
        bill("escriba-sbom.json").getComponents().forEach(component -> collectFiles(component, listed));
        Map<String, String> packed = digests(
                WAR,
                "WEB-INF/lib/",
                "WEB-INF/classes/models/",
                "WEB-INF/classes/org/",
                "WEB-INF/classes/ai/onnxruntime/native/");
        packed.keySet()
                .removeIf(name -> name.endsWith("/SHA256SUMS")
                        || name.matches(".*/lib(asound|pulse|udev|xcb|xcb-shm)\\.so\\..*"));
        assertThat(listed).containsAllEntriesOf(packed);
        assertThat(entries(WAR)).containsAll(listed.keySet());
    }

    @Test
    void everyJarOfTheServerIsListedWithItsDigest() throws IOException, ParseException {
        Map<String, String> listed = new HashMap<>();
        bill("escriba-micro-sbom.json").getComponents().forEach(component -> collectFiles(component, listed));
        Map<String, String> packed = digests(UBER_JAR, "MICRO-INF/runtime/", "MICRO-INF/lib/");
        assertThat(packed).hasSizeGreaterThan(100);
        assertThat(listed).containsAllEntriesOf(packed);
    }

    @Test
    void whatIsListedIsWhatTheNoticeNames() throws IOException, ParseException {
        String notice = text(WAR, "META-INF/NOTICE").toLowerCase(Locale.ROOT);
        for (Component component : bill("escriba-micro-sbom.json").getComponents()) {
            if ("dev.escriba".equals(component.getGroup())) {
                continue;
            }
            // a model is named by its directory, other components by name and version
            String mark = component.getType() == Component.Type.MACHINE_LEARNING_MODEL
                    ? "models/" + component.getName()
                    : component.getVersion();
            assertThat(notice).as(component.getName()).contains(mark);
            if (component.getName().equals("ffmpeg")) {
                component.getComponents().stream()
                        .filter(part -> part.getType() != Component.Type.FILE)
                        .forEach(part -> assertThat(notice).contains(part.getName()));
            }
        }
    }

    @Test
    void warHoldsItsOwnBill() throws IOException {
        assertThat(text(WAR, "META-INF/sbom/escriba-sbom.json"))
                .isEqualTo(Files.readString(TARGET.resolve("escriba-sbom.json")));
    }

    @Test
    void warHoldsNoStepOfTheBuild() throws IOException {
        assertThat(entries(WAR))
                .noneMatch(name -> name.contains("dev/escriba/packaging/"))
                .noneMatch(name -> name.matches("WEB-INF/lib/(commons-compress|cyclonedx)-.*"));
    }

    @Test
    void uberJarDeclaresItsNativeAccess() throws IOException {
        try (JarFile jar = new JarFile(UBER_JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
            assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.escriba.micro.Main");
            assertThat(manifest.getValue("Add-Opens")).contains("java.base/java.lang");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"escriba.war", "escriba-micro.jar"})
    void archiveTellsNothingOfTheClockOrTheFileSystem(String name) throws IOException {
        try (ZipFile archive = new ZipFile(TARGET.resolve(name).toFile())) {
            assertThat(archive.stream().map(ZipEntry::getTimeLocal).collect(Collectors.toSet()))
                    .hasSize(1);
            assertThat(archive.stream().map(ZipEntry::getExtra)).containsOnlyNulls();
            List<String> others = archive.stream()
                    .map(ZipEntry::getName)
                    .filter(entry -> !entry.startsWith("META-INF/"))
                    .toList();
            assertThat(others).isSorted();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "escriba.war",
                "escriba-micro.jar",
                "escriba-sbom.json",
                "escriba-micro-sbom.json",
                "THIRD-PARTY.txt"
            })
    void checksumIsThatOfTheFile(String name) throws IOException {
        assertThat(Files.readString(TARGET.resolve(name + ".sha256")).trim())
                .isEqualTo(Inputs.sha256(TARGET.resolve(name)).getValue() + " *" + name);
    }

    private static String text(Path archive, String name) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile());
                InputStream inside = zip.getInputStream(zip.getEntry(name))) {
            return new String(inside.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Bom bill(String name) throws ParseException {
        return new JsonParser().parse(TARGET.resolve(name).toFile());
    }

    /** Files are listed by their names. Libraries have a property with their place in the archive. */
    private static void collectFiles(Component component, Map<String, String> files) {
        if (component.getType() == Component.Type.FILE) {
            files.put(component.getName(), component.getHashes().get(0).getValue());
        } else if (component.getProperties() != null && component.getHashes() != null) {
            for (Property property : component.getProperties()) {
                if (property.getName().equals(Inputs.PACKED)) {
                    files.put(property.getValue(), component.getHashes().get(0).getValue());
                }
            }
        }
        if (component.getComponents() != null) {
            component.getComponents().forEach(part -> collectFiles(part, files));
        }
    }

    private static Set<String> entries(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Map<String, String> digests(Path archive, String... prefixes) throws IOException {
        Map<String, String> digests = new HashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                boolean wanted = List.of(prefixes).stream()
                        .anyMatch(prefix -> entry.getName().startsWith(prefix));
                if (wanted && !entry.isDirectory()) {
                    try (InputStream bytes = zip.getInputStream(entry)) {
                        digests.put(entry.getName(), Inputs.sha256(bytes).getValue());
                    }
                }
            }
        }
        return digests;
    }
}
