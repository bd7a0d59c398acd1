package dev.escriba.security.boundary;

import dev.escriba.security.entity.Role;
import dev.escriba.settings.control.ShownSettings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;

/** Lists the settings in force of the node that answers, without secrets, for administrators. */
@RequestScoped
@Path("v2/Settings")
@Produces({"application/json;charset=UTF-8", "text/json;charset=UTF-8", "text/plain;charset=UTF-8"})
public class SettingsResource {

    @Inject
    ShownSettings settings;

    /** {@code value} and {@code defaultValue} are null where the service computes a default, or has none. */
    @JsonbNillable
    @JsonbPropertyOrder({"key", "value", "defaultValue", "configured"})
    public record SettingView(String key, String value, String defaultValue, boolean configured) {

        static SettingView of(ShownSettings.Shown setting) {
            return new SettingView(
                    setting.key(), setting.value().orElse(null), setting.usual().orElse(null), setting.configured());
        }
    }

    @GET
    @RolesAllowed(Role.ADMINISTRATOR)
    public List<SettingView> all() {
        return settings.all().stream().map(SettingView::of).toList();
    }
}
