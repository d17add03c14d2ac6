using System.Text;
using AgentFunctions.LocalHost.Data;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>What a start prints: where it listens, where the data is, and a line to paste.</summary>
internal static class StartupBanner
{
    public static string Compose(IEnumerable<string> urls, DataFolder folder, PreparedStart prepared)
    {
        // "Every address" is where to listen, not where to call.
        var address = urls.First().Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal).Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal);
        var text = new StringBuilder()
            .AppendLine()
            .AppendLine(ProductVersion.Text)
            .AppendLine($"  listening   {string.Join(", ", urls)}")
            .AppendLine($"  data        {folder.FullPath}")
            .AppendLine($"  manifests   {prepared.Manifests}")
            .AppendLine($"  admin key   {prepared.AdminKeyPlace}");
        foreach (var warning in prepared.Warnings) text.AppendLine($"  missing     {warning}");

        // Where others listen in, lines of a start end up in logs that others read: the key stays in its file.
        var isOpen = !ListenUrls.AreLoopback(string.Join(';', urls));
        if (isOpen && prepared.Demo is not null) text.AppendLine($"  demo key    {folder.File(DemoKey.FileName)}");
        text.AppendLine();
        if (prepared.Demo is not { } demo)
            return text.AppendLine("Issue a key for an agent: POST /api/keys {\"agent\":\"...\"} with the admin key; see README.md.").ToString();

        return text
            .AppendLine("Try it (add \"stream\":true to the body for a stream):")
            .AppendLine()
            .AppendLine($"curl -sS {address}/v1/chat/completions -H {(isOpen ? "\"Authorization: Bearer $DEMO_KEY\"" : $"'Authorization: Bearer {demo.Key}'")} -H 'Content-Type: application/json' -d '{{\"model\":\"{demo.Model}\",\"messages\":[{{\"role\":\"user\",\"content\":\"Say hello\"}}]}}'")
            .ToString();
    }
}
