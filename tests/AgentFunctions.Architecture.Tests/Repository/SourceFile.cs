using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AgentFunctions.Architecture.Tests.Repository;

/// <summary>A C# file, parsed.</summary>
internal sealed class SourceFile
{
    private readonly Lazy<CompilationUnitSyntax> _unit;

    private SourceFile(string path)
    {
        Path = path;
        Text = RepositoryTree.Read(path);
        _unit = new Lazy<CompilationUnitSyntax>(() => CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot());
    }

    /// <summary>Every C# file under <c>src</c> and <c>tests</c>.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
        [.. RepositoryTree.Files.Where(static path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(static path => new SourceFile(path))];

    /// <summary>The product's own code.</summary>
    public static IReadOnlyList<SourceFile> Product { get; } = [.. All.Where(static file => file.Path.StartsWith("src/", StringComparison.Ordinal))];

    public string Path { get; }

    public string Text { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public CompilationUnitSyntax Unit => _unit.Value;

    public int Lines => Text.AsSpan().Count('\n') + (Text.EndsWith('\n') ? 0 : 1);

    /// <summary>Names of the types declared directly in a namespace.</summary>
    public IReadOnlyList<string> TopLevelTypes => [.. Unit.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).Select(TypeName).OfType<string>()];

    public IReadOnlyList<string> Namespaces => [.. Unit.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(static declaration => declaration.Name.ToString())];

    /// <summary>Where <paramref name="node"/> stands, to print in a failing rule.</summary>
    public string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {FirstLine(node)}";

    public IEnumerable<T> Nodes<T>()
        where T : SyntaxNode => Unit.DescendantNodes().OfType<T>();

    public override string ToString() => Path;

    private static string? TypeName(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };

    private static string FirstLine(SyntaxNode node)
    {
        var text = node.ToString();
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : text[..end].TrimEnd();
    }
}
