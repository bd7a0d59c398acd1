package dev.escriba.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Service;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The built WAR on Payara Micro with the packed models, over HTTP. All contracts share one start. */
@ExtendWith(ArquillianExtension.class)
class EscribaIT implements AllContracts {

    @ArquillianResource
    URL url;

    private static boolean ready;
    private static boolean gaveUp;

    @Deployment(testable = false)
    static WebArchive war() {
        // the name of the file is the context root, as in the uber-jar
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/micro/ROOT.war"));
    }

    /** No file is left, not even of uploads that were refused half-way. */
    @AfterAll
    static void noRecordingIsLeft() throws IOException {
        for (String directory : new String[] {"target/it/tmp", "target/it/data/uploads"}) {
            try (Stream<Path> files = Files.walk(Path.of(directory))) {
                assertThat(files.filter(Files::isRegularFile)
                                .map(path -> path.getFileName().toString()))
                        .as(directory)
                        .noneMatch(name -> name.startsWith("MIME"))
                        .allMatch(name -> directory.endsWith("tmp") || name.endsWith(".lock"));
            }
        }
    }

    @BeforeEach
    void waitUntilReady() throws InterruptedException {
        assertThat(gaveUp).as("the service did not get ready").isFalse();
        if (!ready) {
            ready = Await.isReached(
                    Duration.ofMinutes(2), () -> service().get("/health/ready").statusCode() == 200);
        }
        gaveUp = !ready;
        // one of the models has a price; the idempotency key is the same each time, so the credit is added once
        BillingContract.credit(service(), "money-for-the-tests", "{\"amount\":1000,\"reason\":\"tests\"}");
    }

    @Override
    public Path home() {
        return Path.of("target/it");
    }

    @Override
    public Service service() {
        try {
            return new Service(
                    new URI("http", null, "127.0.0.1", url.getPort(), "/", null, null),
                    System.getProperty("escriba.it.key"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
