using System.Text;

namespace AgentFunctions.Gateway.Tools.Requests;

/// <summary>Exactly what an HTTP tool is sent, but for the credential and the headers that are the same for every call: what people approve.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Url">Whole; every character as it goes out.</param>
/// <param name="Body">JSON; null for none.</param>
internal sealed record ToolRequest(string Method, string Url, string? Body)
{
    /// <summary>What counts as sent.</summary>
    public int Bytes { get; } = Url.Length + (Body is null ? 0 : Encoding.UTF8.GetByteCount(Body));
}
