package dev.escriba.packaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Property;

/** The jars and resource adapters inside Payara Micro, by the names in their own metadata. */
final class ServerArtifacts {

    private static final String RUNTIME = "MICRO-INF/runtime/";

    private ServerArtifacts() {}

    /** The components by name, each with its digest. */
    static List<Component> of(Path payaraMicro) throws IOException {
        List<Component> components = new ArrayList<>();
        try (JarFile jar = new JarFile(payaraMicro.toFile())) {
            List<String> names = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(RUNTIME) && name.matches(".*\\.[jr]ar"))
                    .sorted()
                    .toList();
            for (String name : names) {
                try (InputStream bytes = jar.getInputStream(jar.getEntry(name))) {
                    components.add(component(name, bytes.readAllBytes()));
                }
            }
        }
        return components;
    }

    private static Component component(String path, byte[] jar) throws IOException {
        String file = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setBomRef(path);
        component.setName(file);
        component.addHash(Inputs.sha256(new ByteArrayInputStream(jar)));
        component.addProperty(new Property(Inputs.PACKED, path));
        try (JarInputStream entries = new JarInputStream(new ByteArrayInputStream(jar))) {
            if (entries.getManifest() != null) {
                Attributes manifest = entries.getManifest().getMainAttributes();
                component.setVersion(version(manifest));
            }
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().startsWith("META-INF/maven/")
                        && entry.getName().endsWith("/pom.properties")) {
                    Properties pom = new Properties();
                    pom.load(entries);
                    nameBy(pom, file, component);
                }
            }
        }
        return component;
    }

    private static String version(Attributes manifest) {
        String implementation = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        return implementation != null ? implementation : manifest.getValue("Bundle-Version");
    }

    /** A jar with nested metadata has several names. The right one matches its file name. */
    private static void nameBy(Properties pom, String file, Component component) {
        String artifact = pom.getProperty("artifactId", "");
        String version = pom.getProperty("version", "");
        if (file.equals(artifact) || file.equals(artifact + "-" + version)) {
            component.setGroup(pom.getProperty("groupId"));
            component.setName(artifact);
            component.setVersion(version);
            component.setPurl("pkg:maven/" + component.getGroup() + "/" + artifact + "@" + version + "?type=jar");
        }
    }
}
