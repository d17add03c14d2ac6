using System.Text.Json;

namespace AgentFunctions.LocalHost.CommandLine.Commands;

/// <summary>One test of a file of tests.</summary>
/// <param name="File">Where it stands, relative to the folder.</param>
/// <param name="Workflow">What it tries.</param>
/// <param name="Name">What it shows.</param>
/// <param name="Body">Of the request, UTF-8.</param>
internal sealed record WorkflowTestFile(string File, string Workflow, string Name, byte[] Body)
{
    public const string Ending = ".test.json";

    /// <summary>Every test of a folder and the folders within it, in order of the files' paths.</summary>
    /// <exception cref="CommandException">A file is none.</exception>
    public static IReadOnlyList<WorkflowTestFile> ReadAll(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*" + Ending, SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace('\\', '/')))
            .OrderBy(static file => file.Name, StringComparer.Ordinal)
            .SelectMany(static file => Read(file.Path, file.Name)),
    ];

    private static List<WorkflowTestFile> Read(string path, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            var root = document.RootElement;
            if (Property(root, "workflow", JsonValueKind.String) is not { } workflow || Property(root, "tests", JsonValueKind.Object) is not { } tests)
                throw new CommandException($"{name} is no file of tests: it holds {{\"workflow\":\"ID\",\"tests\":{{\"what it shows\":{{...}}}}}}.");

            return [.. tests.EnumerateObject().Select(test => new WorkflowTestFile(name, workflow.GetString()!, test.Name, JsonSerializer.SerializeToUtf8Bytes(test.Value, Remote.RemoteJson.Default.JsonElement)))];
        }
        catch (JsonException exception)
        {
            throw new CommandException($"{name} is not valid JSON: {exception.Message}", exception);
        }
    }

    private static JsonElement? Property(JsonElement root, string name, JsonValueKind kind) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
