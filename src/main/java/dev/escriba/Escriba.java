package dev.escriba;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The HTTP API, below {@code /api}. */
@ApplicationPath("/api")
public class Escriba extends Application {

    /** One implementation would answer OPTIONS with a description made of the code; to others the name means nothing. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
