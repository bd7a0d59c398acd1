package dev.escriba;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/**
 * The HTTP API that clients of OpenAI know, below {@code /v1}. Both applications find the same resources, filters and
 * mappers; the paths of the resources keep them apart, see {@code CanonicalPath}.
 */
@ApplicationPath("/v1")
public class OpenAi extends Application {

    /** As in {@link Escriba}. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
