package dev.escriba;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The HTTP API, below {@code /api}. */
@ApplicationPath("/api")
public class Escriba extends Application {

    /**
     * Turns off a description of the API that Jersey would generate for OPTIONS requests. Other implementations ignore
     * the property.
     */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
