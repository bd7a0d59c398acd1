/**
 * Console: the page on which people transcribe, read, hear, correct and check what they pay for.
 *
 * <ol>
 *   <li>The page is at the root of the application. Its sources are in {@code src/main/console}; the build bundles them
 *       into the WAR, and leaves them out with {@code -Describa.console=false}. Then the root answers 404.
 *   <li>Everything that the page does goes through the public API. It has no address of its own for data.
 *   <li>The page loads nothing from elsewhere, and runs nothing but its own files: see
 *       {@link dev.escriba.web.control.SecurityHeaders}.
 *   <li>A file below {@code /assets} has a digest of its content in its name and is cached for a year. The page itself
 *       is never cached.
 *   <li>Everyone may read the page. It shows which sign-on is configured, how large a file may be, and whether runs can
 *       wait in the queue. It shows nothing of the account.
 *   <li>An API key stays in the memory of the page.
 *   <li>Texts are in the resource bundles of {@code culture}, below {@code console.}
 * </ol>
 */
package dev.escriba.console;
