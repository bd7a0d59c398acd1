package dev.escriba.security.control;

import dev.escriba.security.entity.Role;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of every sign-on but API keys.
 *
 * @param groupsOfRole groups that have a role, by the name of the role
 * @param accountGroupPrefix a group that begins with it names the account of its members
 * @param accountRequired whether a caller without an account is refused
 * @param serverLogin whether users of the server sign in with name and password
 * @param serverLoginByRoles whether the server reports only roles and no groups of its users
 */
@Settings
public record SignOnSettings(
        Map<String, List<String>> groupsOfRole,
        Optional<String> accountGroupPrefix,
        boolean accountRequired,
        boolean serverLogin,
        boolean serverLoginByRoles) {

    public SignOnSettings {
        groupsOfRole = Map.copyOf(groupsOfRole);
    }

    public static SignOnSettings read(SettingsReader settings) {
        return new SignOnSettings(
                Map.of(
                        Role.TRANSCRIBER, settings.list("escriba.security.groups.transcriber", Role.TRANSCRIBER),
                        Role.AUDITOR, settings.list("escriba.security.groups.auditor", Role.AUDITOR),
                        Role.ADMINISTRATOR, settings.list("escriba.security.groups.administrator", Role.ADMINISTRATOR)),
                settings.verbatim("escriba.security.account-group-prefix"),
                settings.flag("escriba.security.account-required", "false"),
                settings.flag("escriba.security.server-login", "false"),
                settings.flag("escriba.security.server-login-by-roles", "false"));
    }
}
