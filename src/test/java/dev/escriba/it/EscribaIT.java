package dev.escriba.it;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The built WAR on Payara Micro, with its real models, over HTTP: all contracts in one boot. */
@ExtendWith(ArquillianExtension.class)
class EscribaIT
        implements TranscribeContract,
                ErrorContract,
                MediaContract,
                ModelsContract,
                SdkContract,
                OpenApiContract,
                LoadContract {

    @ArquillianResource
    URL url;

    private static boolean ready;

    @Deployment(testable = false)
    static WebArchive war() {
        // named as in the uber-jar, for the context root
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/micro/ROOT.war"));
    }

    @BeforeEach
    void waitUntilReady() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!ready && System.nanoTime() < end) {
            ready = service().get("/health/ready").statusCode() == 200;
            Thread.sleep(200);
        }
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
