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
 *   <li>The page may be read by everyone. It tells which sign-on there is and how large a file may be, and nothing
 *       of the account.
 *   <li>An API key stays in the memory of the page.
 *   <li>Texts are in the resource bundles of {@code culture}, below {@code console.}, in English and Spanish.
 * </ol>
 */
package dev.escriba.console;
