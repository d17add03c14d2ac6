using System.Collections.Frozen;

namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>Forms of English words that no stemmer brings together ("went" and "go").</summary>
public static class WordForms
{
    private const string Table =
        """
        go:went,gone buy:bought make:made take:took,taken get:got,gotten see:saw,seen find:found give:gave,given tell:told say:said meet:met run:ran write:wrote,written begin:began,begun come:came leave:left lose:lost
        win:won feel:felt keep:kept think:thought bring:brought teach:taught catch:caught build:built sell:sold spend:spent send:sent draw:drew,drawn choose:chose,chosen break:broke,broken eat:ate,eaten drink:drank,drunk
        drive:drove,driven fly:flew,flown grow:grew,grown know:knew,known lead:led pay:paid ride:rode,ridden sing:sang,sung speak:spoke,spoken stand:stood swim:swam,swum throw:threw,thrown wake:woke,woken wear:wore,worn
        hold:held hear:heard fall:fell,fallen fight:fought forget:forgot,forgotten sleep:slept become:became steal:stole,stolen hide:hid,hidden shake:shook,shaken freeze:froze,frozen rise:rose,risen sink:sank,sunk
        understand:understood lend:lent bend:bent shoot:shot sit:sat seek:sought deal:dealt dig:dug stick:stuck strike:struck swear:swore,sworn tear:tore,torn bite:bit,bitten blow:blew,blown feed:fed flee:fled
        forgive:forgave,forgiven mean:meant mistake:mistook,mistaken overcome:overcame withdraw:withdrew,withdrawn
        child:children man:men woman:women foot:feet tooth:teeth mouse:mice goose:geese person:people wife:wives life:lives knife:knives leaf:leaves half:halves shelf:shelves wolf:wolves mom:mother,mum,mama dad:father,papa
        """;

    private static readonly FrozenDictionary<string, string[]> Forms = Table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(entry => entry.Split(':'))
        .ToFrozenDictionary(entry => entry[0], entry => (string[])[entry[0], .. entry[1].Split(',')], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Bases = Forms.SelectMany(entry => entry.Value.Skip(1).Select(form => (form, Base: entry.Key)))
        .ToFrozenDictionary(entry => entry.form, entry => entry.Base, StringComparer.Ordinal);

    /// <summary>The word and its irregular forms, the word first. What an engine that stems has to look for.</summary>
    public static IReadOnlyList<string> Of(string word) => Forms.TryGetValue(word, out var forms) ? forms : [word];

    /// <summary>"go" of "went"; any other word as it is.</summary>
    public static string BaseOf(string word) => Bases.GetValueOrDefault(word, word);
}
