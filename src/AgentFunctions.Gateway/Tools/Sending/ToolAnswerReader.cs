using System.Buffers;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Tools;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Stages;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>Reads what a tool answered, up to its cap. Redirects are not followed: they are an error of the tool.</summary>
internal static class ToolAnswerReader
{
    private const int BufferBytes = 16 * 1024;

    public static async ValueTask<ToolExecution> ReadAsync(ToolContext context, HttpResponseMessage response, Secret? credential, bool isLast, CancellationToken cancellationToken)
    {
        var (status, spec) = ((int)response.StatusCode, context.Spec);
        var mayPass = status is 408 or 429 or 502 or 503 or 504;
        if (mayPass && spec.IsRepeatable && !isLast && status >= 500) return Error(context, status, $"The tool answered {status}.", mayPass);

        // Said by whatever stands before the tool: it passed the call on, and does not know what became of it.
        if (status is 502 or 504 && !spec.IsRepeatable) return ToolExecution.Unanswered(ToolErrors.Unanswered(context.Tool.Id));
        if (status is >= 300 and < 400) return Error(context, status, "The tool answered with a redirect, which is not followed. Its URL has to be corrected.", mayPass);
        if (response.Content.Headers.ContentEncoding.Count > 0) return Error(context, status, "The tool sent a compressed answer, which is not read.", mayPass);
        if (await ReadAsync(context, response.Content, spec.MaxResponseBytes, cancellationToken) is not { } body) return Error(context, status, ToolContents.TooLarge(spec.MaxResponseBytes), mayPass);
        var content = ToolContents.Read(body, response.Content.Headers.ContentType?.MediaType);
        return ToolExecution.Answered(new ToolResult(status >= 400, ToolContents.Without(content, new CredentialEcho(credential)), spec.Label, status, IsRepeat: false), mayPass);
    }

    /// <summary>null: it is larger than the cap.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(ToolContext context, HttpContent content, int cap, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > cap) return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var all = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer, cancellationToken);
                if (read == 0) return all.ToArray();
                context.Bytes += read;
                if (all.Length + read > cap) return null;
                all.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static ToolExecution Error(ToolContext context, int status, string message, bool mayPass) =>
        ToolExecution.Answered(new ToolResult(IsError: true, ToolContents.Message(message), context.Spec.Label, status, IsRepeat: false), mayPass);
}
