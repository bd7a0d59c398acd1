package dev.escriba.it.extra;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** The minimum of server and database: a request, one insert, an answer. */
@RequestScoped
@Path("insert")
@Produces(MediaType.APPLICATION_JSON)
public class BaselineResource {

    @Inject
    BaselineRows rows;

    @POST
    @Path("json")
    @Consumes(MediaType.APPLICATION_JSON)
    public Map<String, String> json(Map<String, String> body) {
        return Map.of("id", rows.add(body.getOrDefault("name", "")));
    }

    /** The same with the request body of a transcription. */
    @POST
    @Path("upload")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Map<String, String> upload(List<EntityPart> parts) throws IOException {
        long bytes = 0;
        for (EntityPart part : parts) {
            try (InputStream content = part.getContent()) {
                bytes += content.readAllBytes().length;
            }
        }
        return Map.of("id", rows.add(String.valueOf(bytes)));
    }
}
