package dev.escriba.it.cluster;

import dev.escriba.it.extra.SleepingEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The shipped WAR with one more library. No shipped file is changed. */
final class ClusterWar {

    private ClusterWar() {}

    /** The name of the file is the context root. */
    static Path make(Path directory) throws IOException {
        JavaArchive library = ShrinkWrap.create(JavaArchive.class, "tests.jar")
                .addPackage(SleepingEngine.class.getPackage())
                .addAsManifestResource(
                        new StringAsset("<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
                                + " bean-discovery-mode=\"annotated\"/>"),
                        "beans.xml");
        Path war = Files.createDirectories(directory).resolve("ROOT.war");
        ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/escriba.war"))
                .addAsLibrary(library)
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        return war;
    }
}
