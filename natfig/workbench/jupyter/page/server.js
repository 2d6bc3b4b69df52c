// Questions to natfig's server extension, with Jupyter's own authentication.

/** Ask `natfig/<what>` and return the answer; an error says in one sentence what is wrong. */
export async function ask(lab, what, body) {
  const { ServerConnection } = lab.services;
  const settings = ServerConnection.makeSettings();
  const address = lab.coreutils.URLExt.join(settings.baseUrl, "natfig", what);
  let response;
  try {
    response = await ServerConnection.makeRequest(address, { method: "POST", body: JSON.stringify(body) }, settings);
  } catch {
    throw new Error("The Jupyter server does not answer; the picture follows when it is back and the file is saved.");
  }
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    // A proxy's page, not Jupyter's.
  }
  if (response.ok && answer) return answer;
  const said = answer?.reason || answer?.message || response.statusText || "no reason was given";
  throw new Error(`The Jupyter server refused (${response.status}): ${said}`);
}
