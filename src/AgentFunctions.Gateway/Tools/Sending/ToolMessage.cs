using System.Diagnostics;
using System.Text;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>The HTTP message of a call: the request as people may have approved it, the declared headers, the credential, the idempotency key, and the trace.</summary>
internal static class ToolMessage
{
    // What was approved is what goes out: the platform must not tidy it up.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <param name="context">The call.</param>
    /// <param name="credential">null for none.</param>
    /// <param name="content">The body, if only an empty one; null where the request may be sent again.</param>
    public static HttpRequestMessage Of(ToolContext context, Secret? credential, out OnceContent? content)
    {
        var (request, spec) = (context.Request!, context.Spec);
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(request.Url, AsWritten));
        content = request.Body is { } body ? new OnceContent(Encoding.UTF8.GetBytes(body)) : spec.IsRepeatable && request.Method == "GET" ? null : new OnceContent(default);
        message.Content = content;
        var headers = message.Headers;
        headers.TryAddWithoutValidation("Accept", "application/json, text/*;q=0.9, */*;q=0.5");
        headers.TryAddWithoutValidation("User-Agent", "AgentFunctions");
        foreach (var (name, value) in spec.Request!.Headers) headers.TryAddWithoutValidation(name, value);
        headers.TryAddWithoutValidation("Idempotency-Key", context.Call.IdempotencyKey);
        if (credential is not null) AddCredential(message, spec.Credential!, credential);
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace }) headers.TryAddWithoutValidation("traceparent", trace);
        return message;
    }

    private static void AddCredential(HttpRequestMessage message, ToolCredentialSpec declared, Secret credential)
    {
        if (declared.Header is { } header) message.Headers.TryAddWithoutValidation(header, credential.Reveal());
        else message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + credential.Reveal());
    }
}
