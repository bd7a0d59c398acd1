package dev.escriba.files.boundary;

import dev.escriba.files.control.StoredFiles;
import dev.escriba.files.entity.StoredFile;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.CurrentCaller;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.Role;
import dev.escriba.web.control.BodyPlaces;
import dev.escriba.web.control.IgnoresUnknownParameters;
import dev.escriba.web.control.Parameters;
import dev.escriba.web.control.PublicAddress;
import dev.escriba.web.control.RequestBody;
import dev.escriba.web.control.WebSettings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Uploads, downloads and deletes recordings, by the addresses of the hub. */
@RequestScoped
@IgnoresUnknownParameters
@Path("v2/file")
public class FileResource {

    @Inject
    CurrentCaller currentCaller;

    @Inject
    FileForm form;

    @Inject
    StoredFiles files;

    @Inject
    BodyPlaces places;

    @Inject
    WebSettings settings;

    @Inject
    PublicAddress publicAddress;

    @Context
    HttpServletRequest request;

    @Context
    UriInfo uri;

    @POST
    @Path("upload")
    @RolesAllowed({Role.FILES_USER, Role.ADMINISTRATOR})
    @Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
    public FileView upload(InputStream body) {
        Caller caller = currentCaller.get();
        try (Upload upload = form.read(body, request.getContentType())) {
            StoredFile file = files.store(caller, upload.ownedBy(caller.accountId()));
            return new FileView(
                    file.id(),
                    publicAddress
                            .of(request, uri.getBaseUri(), "file/" + file.id())
                            .toString());
        } catch (Problem problem) {
            throw problem.renamed("File", FileForm.PART);
        }
    }

    /** Recordings are private: the hub's public variant is refused. */
    @POST
    @Path("upload/public")
    @RolesAllowed({Role.FILES_USER, Role.ADMINISTRATOR})
    @Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
    public FileView uploadPublic() {
        throw Problem.of(403, "file.not-public");
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Role.FILES_USER, Role.ADMINISTRATOR})
    @Produces("*/*")
    public Response download(@PathParam("id") String id) {
        StoredFile file = required(id);
        String name = files.name(file);
        takePlace();
        return Response.ok((StreamingOutput) output -> {
                    try (InputStream content = files.content(file)) {
                        new Download(file.bytes(), settings.minBodyRate()).send(content, output);
                    }
                })
                .type("application/octet-stream")
                .header(HttpHeaders.CONTENT_LENGTH, file.bytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(name))
                .build();
    }

    /** The address that the hub's client makes of the id of a file. */
    @GET
    @Path("download/{id}")
    @RolesAllowed({Role.FILES_USER, Role.ADMINISTRATOR})
    @Produces("*/*")
    public Response downloadByTheOtherAddress(@PathParam("id") String id) {
        return download(id);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed({Role.FILES_USER, Role.ADMINISTRATOR})
    @Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
    public void delete(@PathParam("id") String id) {
        Caller caller = currentCaller.get();
        if (Parameters.pathId(id).filter(known -> files.delete(caller, known)).isEmpty()) {
            throw unknown();
        }
    }

    /** A download keeps a thread busy as a body does. The end of the request frees its place. */
    private void takePlace() {
        // that of a body, which no one reads
        RequestBody.place(request).ifPresent(BodyPlaces.Place::leave);
        RequestBody.keep(places.take(currentCaller.get().accountId()), request);
    }

    private StoredFile required(String id) {
        Caller caller = currentCaller.get();
        Optional<StoredFile> file = Parameters.pathId(id).flatMap(known -> files.find(caller, known));
        return file.orElseThrow(FileResource::unknown);
    }

    private static Problem unknown() {
        return Problem.of(404, "file.unknown");
    }

    /** The name as RFC 6266 writes it. */
    private static String disposition(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return name.isEmpty() ? "attachment" : "attachment; filename*=UTF-8''" + encoded;
    }
}
